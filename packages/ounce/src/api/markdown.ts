import { Marked } from 'marked';

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (letter) => escapes[letter] ?? letter);

/** GitHub's Markdown. Raw HTML is shown as text, and links lead only to http(s), mail or this site. */
const marked = new Marked({
  gfm: true,
  renderer: {
    html: ({ text }) => escapeHtml(text),
    image: ({ text }) => escapeHtml(text),
    link({ href, tokens }) {
      const text = this.parser.parseInline(tokens);
      const safe = /^(https?:|mailto:|\/(?!\/)|#)/i.test(href);
      return safe ? `<a href="${escapeHtml(href)}" rel="noreferrer noopener">${text}</a>` : text;
    },
  },
});

export function htmlOf(markdown: string): string {
  return marked.parse(markdown, { async: false });
}
