import { done } from '../contract/common.ts';
import * as session from '../contract/session.ts';
import type { OperationGroup } from './operation.ts';

export const accountOperations: OperationGroup = {
  title: 'Accounts',
  summary: 'Who may do what. Programs send `Authorization: Bearer …` with an API token and need no session.',
  operations: [
    { method: 'get', path: '/session', summary: 'Who is asking', role: 'everybody', answer: session.session },
    {
      method: 'post',
      path: '/session',
      summary: 'Logs in',
      role: 'everybody',
      body: session.loginBody,
      answer: session.session,
    },
    { method: 'delete', path: '/session', summary: 'Logs out', role: 'everybody', answer: done },
    {
      method: 'post',
      path: '/session/first',
      summary: 'Makes the first user, from the link that was printed at the start',
      role: 'everybody',
      body: session.firstUserBody,
      answer: session.session,
    },
    {
      method: 'post',
      path: '/session/password',
      summary: 'Changes the own password, and logs out everywhere else',
      role: 'viewer',
      body: session.passwordBody,
      answer: done,
    },
    { method: 'get', path: '/users', summary: 'Who there is', role: 'viewer', answer: session.users },
    {
      method: 'post',
      path: '/users',
      summary: 'Adds somebody',
      role: 'admin',
      body: session.newUserBody,
      answer: session.user,
      status: 201,
    },
    {
      method: 'patch',
      path: '/users/{login}',
      summary: 'Changes role, name or password, or shuts out',
      role: 'admin',
      body: session.changeUserBody,
      answer: session.user,
    },
    { method: 'delete', path: '/users/{login}', summary: 'Removes somebody', role: 'admin', answer: done },
    { method: 'get', path: '/tokens', summary: 'The API tokens', role: 'admin', answer: session.tokens },
    {
      method: 'post',
      path: '/tokens',
      summary: 'Makes a token, which is shown once',
      role: 'admin',
      body: session.newTokenBody,
      answer: session.newToken,
      status: 201,
    },
    { method: 'delete', path: '/tokens/{id}', summary: 'Revokes a token', role: 'admin', answer: done },
    {
      method: 'get',
      path: '/audit',
      summary: 'What people did',
      role: 'admin',
      query: session.auditQuery,
      answer: session.audit,
    },
  ],
};
