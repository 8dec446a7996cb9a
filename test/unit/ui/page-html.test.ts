import assert from 'node:assert/strict';
import { pageHtml } from '../../../src/ui/pages/page-html';

const OPTIONS = {
  cspSource: "'self' https://*.vscode-cdn.net",
  script: 'https://files/dist/webview/details.js',
  style: 'https://files/dist/webview/details.css',
  title: 'Export Job',
  language: 'en',
};

describe('The document of a page', () => {
  it('allows its own script by a nonce, its own style and font, and nothing else', () => {
    const html = pageHtml(OPTIONS);
    const nonce = /script-src 'nonce-([^']+)'/u.exec(html)?.[1] ?? '';
    assert.ok(Buffer.from(nonce, 'base64').length >= 16, 'the nonce has at least 128 bits');
    assert.equal(
      /Content-Security-Policy" content="([^"]+)"/u.exec(html)?.[1],
      `default-src 'none'; script-src 'nonce-${nonce}'; style-src ${OPTIONS.cspSource}; font-src ${OPTIONS.cspSource}; ` +
        "base-uri 'none'; form-action 'none'",
    );
    assert.deepEqual(html.match(/<script[^>]*>/gu), [
      `<script type="module" nonce="${nonce}" src="https://files/dist/webview/details.js">`,
    ]);
    assert.doesNotMatch(html, /<style|style="| on\w+="/u);
  });

  it('has another nonce each time', () => {
    const nonces = Array.from({ length: 100 }, () => /nonce-([^']+)'/u.exec(pageHtml(OPTIONS))?.[1]);
    assert.equal(new Set(nonces).size, 100);
  });

  it('keeps texts within their attributes', () => {
    const html = pageHtml({ ...OPTIONS, title: '</title><script>alert(1)</script>', language: '"><b>' });
    assert.equal(html.match(/<script/gu)?.length, 1);
    assert.ok(!html.includes('<b>'));
  });
});
