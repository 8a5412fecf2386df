import { z } from 'zod';
import { done } from '../contract/common.ts';
import * as settings from '../contract/settings.ts';
import type { OperationGroup } from './operation.ts';

export const installationOperations: OperationGroup = {
  title: 'Installation',
  summary: 'What this Tiercel is, and what people keep in it.',
  operations: [
    {
      method: 'get',
      path: '/status',
      summary: 'Journal and outputs in short, for the command line',
      role: 'viewer',
      answer: z.unknown(),
    },
    {
      method: 'get',
      path: '/settings',
      summary: 'Versions, configuration in effect, storage',
      role: 'viewer',
      answer: settings.settings,
    },
    {
      method: 'get',
      path: '/navigation',
      summary: 'The figures beside the names of pages',
      role: 'viewer',
      answer: settings.navigation,
    },
    {
      method: 'post',
      path: '/test-alert',
      summary: 'Puts the test alert into the journal',
      role: 'responder',
      answer: settings.testAlertAnswer,
    },
    { method: 'get', path: '/views', summary: 'Saved views', role: 'viewer', answer: settings.views },
    {
      method: 'post',
      path: '/views',
      summary: 'Saves a view',
      role: 'viewer',
      body: settings.viewBody,
      answer: settings.view,
      status: 201,
    },
    {
      method: 'put',
      path: '/views/{id}',
      summary: 'Changes a view',
      role: 'viewer',
      body: settings.viewBody,
      answer: settings.view,
    },
    { method: 'delete', path: '/views/{id}', summary: 'Removes a view', role: 'viewer', answer: done },
  ],
};
