import axios from 'axios';
export const Button = () => <button onClick={() => axios.post('/orders')}>Order</button>; // call: axios
declare global {
  namespace JSX {
    interface IntrinsicElements {
      button: { onClick: () => void; children: string };
    }
  }
}
