import { createGuard } from '@ounce/guard';
const prices = createGuard().fallback<string>('prices');
export const load = (sku: string) => prices.get(sku, async () => (await fetch(`http://p/${sku}`)).text()); // call: fetch
