import { useState } from 'react';
import { Icon } from './icon.tsx';
import { Words } from './words.tsx';

/** A command to type, with a button that copies it. */
export function Command({ children }: { children: string }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(children);
    setCopied(true);
  };
  return (
    <span className="command">
      <code>
        <Words>{children}</Words>
      </code>
      {/* The clipboard exists only on https and on this machine's own address. */}
      {isSecureContext && (
        <button
          type="button"
          className="button quiet icon-only"
          onClick={copy}
          aria-label={`Copy: ${children}`}
        >
          <Icon name={copied ? 'done' : 'copy'} size={14} />
        </button>
      )}
      <span className="unseen" role="status">
        {copied ? 'Copied.' : ''}
      </span>
    </span>
  );
}
