import { type FormEvent, type ReactNode, type RefObject, useEffect, useId, useRef } from 'react';

interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly onSubmit: () => void;
  /** What gets the focus afterwards, where whatever opened the dialog may be gone by then. */
  readonly returnTo?: RefObject<HTMLElement | null>;
  readonly foot: ReactNode;
  readonly children: ReactNode;
}

/** A modal form. The browser's own dialog keeps the focus inside, closes on Escape and gives the focus back. */
export function Dialog({ title, onClose, onSubmit, returnTo, foot, children }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const opener = document.activeElement;
    ref.current?.showModal();
    return () => {
      if (returnTo?.current) returnTo.current.focus();
      else if (opener instanceof HTMLElement) opener.focus();
    };
  }, [returnTo]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <dialog ref={ref} className="dialog" aria-labelledby={id} onClose={onClose}>
      <form onSubmit={submit}>
        <div className="dialog-body">
          <h1 id={id}>{title}</h1>
          {children}
        </div>
        <div className="dialog-foot">
          <button type="button" className="button" onClick={() => ref.current?.close()}>
            Cancel
          </button>
          {foot}
        </div>
      </form>
    </dialog>
  );
}
