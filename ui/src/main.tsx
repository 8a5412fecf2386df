import { setNonce } from 'get-nonce';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Console } from './app/console.tsx';
import './design/tokens.css';
import './design/base.css';

// Dialogs hold the page still with a style element, which the content security policy lets in by this.
const nonce = document.querySelector<HTMLMetaElement>('meta[name=csp-nonce]')?.content;
if (nonce !== undefined && nonce !== '') setNonce(nonce);

const root = document.querySelector('#root');
if (!root) throw new Error('The page has no #root');
createRoot(root).render(
  <StrictMode>
    <Console />
  </StrictMode>,
);
