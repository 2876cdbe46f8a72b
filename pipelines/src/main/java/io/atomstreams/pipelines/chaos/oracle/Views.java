package io.atomstreams.pipelines.chaos.oracle;

import io.atomstreams.pipelines.chaos.oracle.Findings.Kind;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Whether a reader who does not wait for transactions, and lets the last record of a claim stand,
 * ends with what was committed. Keeps the last record of a claim until it is seen committed; what
 * is left at the end was seen last and never committed. One thread.
 */
final class Views {

  /** Where the last record of a claim stands, and what it says. */
  private record Last(int partition, long offset, long content) {}

  private final Findings findings;
  private final Map<Claim, Last> last = new HashMap<>();
  private long seen;
  private long committed;

  Views(Findings findings) {
    this.findings = findings;
  }

  void uncommitted(Claim claim, ConsumerRecord<byte[], byte[]> record) {
    seen++;
    last.put(claim, place(claim, record));
  }

  private static Last place(Claim claim, ConsumerRecord<byte[], byte[]> record) {
    return new Last(
        record.partition(), record.offset(), Content.of(claim.topic(), record).fingerprint());
  }

  void committed(Claim claim, ConsumerRecord<byte[], byte[]> record) {
    committed++;
    Last known = last.get(claim);
    if (known == null) {
      differ(claim, "is committed, and was not seen uncommitted after the last that was");
    } else if (known.equals(place(claim, record))) {
      last.remove(claim);
    } else if (known.partition() != record.partition() || known.offset() <= record.offset()) {
      differ(claim, "is committed as another record than the last that was seen uncommitted");
      last.remove(claim);
    }
    // else one more came after it, which is committed too or is left at the end
  }

  private void differ(Claim claim, String how) {
    findings.note(Kind.VIEWS_DIFFER, claim + " " + how);
  }

  /** Records that were seen uncommitted and not committed, so far. */
  long takenBack() {
    return seen - committed;
  }

  int held() {
    return last.size();
  }

  void finish() {
    last.keySet().forEach(claim -> differ(claim, "was seen uncommitted last, and never committed"));
    last.clear();
  }
}
