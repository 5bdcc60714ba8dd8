import './prose.css';

/** HTML that the governor has made of Markdown: raw HTML in it is text already, and the page's policy runs no script. */
export function Prose({ html }: { html: string }) {
  // biome-ignore lint/security/noDangerouslySetInnerHtml: escaped by the API (api/markdown.ts)
  return <div className="prose" dangerouslySetInnerHTML={{ __html: html }} />;
}
