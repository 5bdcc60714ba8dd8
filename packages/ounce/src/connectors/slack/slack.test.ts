import { expect, test } from 'vitest';
import type { Notification } from '../../ports/index.ts';
import { notifierContract } from '../../ports/notifier.contract.ts';
import { harnessOf, instantClock, startReceiver } from '../../ports/test-receiver.ts';
import { slackNotifier } from './index.ts';

interface Message {
  readonly text: string;
  readonly blocks: readonly {
    readonly text?: { readonly text: string };
    readonly elements?: readonly { readonly text: string }[];
  }[];
}

/** What a person reads, as the notification it was. */
function read(body: string): Notification {
  const { blocks } = JSON.parse(body) as Message;
  const [header, section, context] = blocks;
  const [what, at, id, ...labels] = context!.elements![0]!.text.split('\n');
  const [kind, severity] = what!.split(', ') as [Notification['kind'], Notification['severity']];
  return {
    ...{ kind, severity, id: id!.slice('id: '.length), atMs: Date.parse(at!) },
    title: header!.text!.text,
    text: section!.text!.text.replace(/^:\w+: /, ''),
    labels: Object.fromEntries(labels.map((label) => label.split(': '))),
  };
}

notifierContract(() => harnessOf((url, clock) => slackNotifier({ clock, url }), read));

test('no text can mention a channel or hide a link', async () => {
  const receiver = await startReceiver(200);
  const notification: Notification = {
    ...{ id: '1', atMs: 0, kind: 'freeze', severity: 'warning', labels: {} },
    ...{ title: 'Frozen', text: 'By <!channel> & <http://evil|friend>' },
  };
  await slackNotifier({ clock: instantClock(), url: receiver.url }).notify(
    notification,
    new AbortController().signal,
  );
  const { blocks } = JSON.parse(receiver.received[0]!.body) as Message;
  expect(blocks[1]!.text!.text).toBe(':warning: By &lt;!channel&gt; &amp; &lt;http://evil|friend&gt;');
  await receiver.close();
});
