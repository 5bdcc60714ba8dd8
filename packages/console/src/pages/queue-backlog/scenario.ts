/** The scenario, and incident type, that this page is about. */
export const scenario = 'queue_backlog';
