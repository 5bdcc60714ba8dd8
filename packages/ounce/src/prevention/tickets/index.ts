export { countTickets } from './count-tickets.ts';
export { readTicketsCsv } from './read-csv.ts';
