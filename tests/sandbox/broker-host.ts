import { openBroker } from './broker-open.ts';

// A process of its own for a broker, so that it can be killed: argument 1 is its folder, 2 its port. It ends with its standard input.
const [directory = '', port = '0'] = process.argv.slice(2);
const broker = await openBroker({ directory, port: Number(port) });
console.log(broker.address);
process.stdin.once('end', () => process.exit()).resume();
