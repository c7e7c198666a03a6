import { checkJava, classPath } from './apache-jars.ts';

/**
 * Prints the `SANDBOX_BROKER` that proves most on this machine: `apache` where Java and Maven can be had, `stand-in` elsewhere,
 * and on standard error one line that says which it is and why.
 */
try {
  await checkJava();
  await classPath();
  console.error('Kafka: Apache Kafka');
  console.log('apache');
} catch (error) {
  console.error(`Kafka: the stand-in. ${error instanceof Error ? error.message : String(error)}`);
  console.log('stand-in');
}
