var __importDefault = (mod) => (mod && mod.__esModule ? mod : { default: mod });
const axios_1 = __importDefault(require('axios'));
exports.get = () => axios_1.default.get('http://users'); // call: axios
