export async function load() {
  const [{ default: axios }, { Kafka }] = await Promise.all([import('axios'), import('kafkajs')]);
  await new Kafka({ brokers: [] }).producer().connect(); // call: kafkajs
  return axios.get('http://users'); // call: axios
}
