// Independent MLS clients (ts-mls) in one process: one JSON command per line on standard input, `client` says whose it is; one JSON
// answer per line on standard output. All MLS values travel as MLSMessage bytes in base64, so that only the wire of RFC 9420 is
// shared.
import { createInterface } from "node:readline";
import { Client } from "./client.mjs";

const clients = new Map();

for await (const line of createInterface({ input: process.stdin })) {
  let answer;
  try {
    const { client, do: name, ...command } = JSON.parse(line);
    if (!clients.has(client)) {
      clients.set(client, new Client());
    }
    answer = await clients.get(client)[name](command);
  } catch (error) {
    // Told to the test, which fails with it.
    answer = { error: String(error?.stack ?? error) };
  }
  process.stdout.write(JSON.stringify(answer) + "\n");
}
