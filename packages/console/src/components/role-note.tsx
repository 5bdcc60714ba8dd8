import { Command } from './command.tsx';
import { Note } from './note.tsx';

/** Why a button does nothing for a viewer, and how to become more than one. */
export function RoleNote() {
  return (
    <Note tone="warn">
      <p>This token may only look (role viewer). An operator’s token is made with</p>
      <Command>npx ounce token create --role operator</Command>
    </Note>
  );
}
