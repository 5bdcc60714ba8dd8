import { type KnowledgeField, knowledgeFields } from '../../api/knowledge.ts';

/** What the address of the page says; what is no field and no text is left out. */
export function readKnowledgeSearch(search: Record<string, unknown>): {
  field?: KnowledgeField;
  query?: string;
} {
  const field = knowledgeFields.find((known) => known === search.field);
  // The router reads `?query=500` as a number.
  const query = ['string', 'number'].includes(typeof search.query) ? String(search.query) : undefined;
  return { ...(field ? { field } : {}), ...(query ? { query } : {}) };
}
