import { type ServiceRef, serviceKey } from '../model/service.ts';

/**
 * Where a target stands between 0 and 1 (never 1), for good: FNV-1a over UTF-16 code units with the murmur3 finaliser.
 * The finaliser spreads names that differ only in their last character, which FNV alone leaves close together.
 */
export function stablePosition(key: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}

/**
 * Whether a control in mode `gradual` acts on this service. A larger share only ever adds services; the control's name is
 * part of the key, so that the same service is not the first guinea pig of every control.
 */
export function inShare(control: string, ref: ServiceRef, share: number): boolean {
  return stablePosition(`${control}/${serviceKey(ref)}`) < share;
}
