import { z } from 'zod';
import * as alerts from '../contract/alerts.ts';
import * as counts from '../contract/counts.ts';
import { done } from '../contract/common.ts';
import * as groups from '../contract/groups.ts';
import * as rules from '../contract/rules.ts';
import type { OperationGroup } from './operation.ts';

export const alertOperations: OperationGroup = {
  title: 'Alerts',
  summary:
    'What Falco reported. Numbers beyond 2^53 are in the text as they came: read it so that they are not rounded.',
  operations: [
    {
      method: 'get',
      path: '/alerts',
      summary: 'A page of alerts',
      role: 'viewer',
      query: alerts.alertsQuery,
      answer: alerts.alertsPage,
    },
    {
      method: 'get',
      path: '/alerts/{id}',
      summary: 'One alert by uuid or number, and what became of it at every output',
      role: 'viewer',
      answer: alerts.alertDetail,
    },
    {
      method: 'post',
      path: '/alerts/{id}/send',
      summary: 'Sends it to one output once more',
      role: 'responder',
      body: alerts.sendBody,
    },
    {
      method: 'get',
      path: '/alerts/export',
      summary: 'The whole result, streamed',
      role: 'viewer',
      query: alerts.exportQuery,
      contentType: 'application/x-ndjson',
    },
    {
      method: 'get',
      path: '/alerts/live',
      summary: 'Alerts as they come, as server-sent events',
      role: 'viewer',
      query: alerts.liveQuery,
      contentType: 'text/event-stream',
    },
    {
      method: 'get',
      path: '/tail',
      summary: 'Alerts as they come, one by one, for the command line',
      role: 'viewer',
      contentType: 'text/event-stream',
    },
  ],
};

export const countOperations: OperationGroup = {
  title: 'Numbers',
  summary: 'How many alerts, from counts that are kept when alerts arrive.',
  operations: [
    {
      method: 'get',
      path: '/histogram',
      summary: 'Alerts over time, by priority',
      role: 'viewer',
      query: counts.histogramQuery,
      answer: counts.histogram,
    },
    {
      method: 'get',
      path: '/facets',
      summary: 'The most frequent values',
      role: 'viewer',
      query: counts.facetsQuery,
      answer: counts.facets,
    },
    {
      method: 'get',
      path: '/overview',
      summary: 'What wants attention, and how it stands',
      role: 'viewer',
      query: counts.overviewQuery,
      answer: counts.overview,
    },
    {
      method: 'get',
      path: '/rules',
      summary: 'Rules that were seen',
      role: 'viewer',
      query: counts.rulesQuery,
      answer: counts.rules,
    },
    {
      method: 'post',
      path: '/rules/test',
      summary: 'What rules make of an event, and why; nothing is kept',
      role: 'viewer',
      body: rules.ruleTestBody,
      answer: rules.ruleTest,
    },
    { method: 'get', path: '/senders', summary: 'Hosts that alerts come from', role: 'viewer', answer: counts.senders },
  ],
};

export const groupOperations: OperationGroup = {
  title: 'Groups',
  summary: 'Alerts of one fingerprint, and what people decided about them.',
  operations: [
    {
      method: 'get',
      path: '/groups',
      summary: 'A page of groups',
      role: 'viewer',
      query: groups.groupsQuery,
      answer: groups.groups,
    },
    {
      method: 'get',
      path: '/groups/{id}',
      summary: 'One group with its history',
      role: 'viewer',
      answer: groups.groupDetail,
    },
    {
      method: 'post',
      path: '/groups/decide',
      summary: 'Acknowledges, resolves, archives or reopens',
      role: 'responder',
      body: groups.decideBody,
      answer: groups.changed,
    },
    {
      method: 'post',
      path: '/groups/assign',
      summary: 'Gives groups to somebody',
      role: 'responder',
      body: groups.assignBody,
      answer: groups.changed,
    },
    {
      method: 'post',
      path: '/groups/undo',
      summary: 'Takes the last change back',
      role: 'responder',
      body: groups.undoBody,
      answer: z.unknown(),
    },
    {
      method: 'post',
      path: '/groups/{id}/comments',
      summary: 'Comments on a group',
      role: 'responder',
      body: groups.commentBody,
      answer: done,
    },
  ],
};
