package io.atomstreams.pipelines.deadletter;

import io.atomstreams.operators.event.SourcePosition;
import io.atomstreams.pipelines.connector.Headers;
import io.atomstreams.pipelines.connector.Topic;
import io.atomstreams.pipelines.tracking.TopicReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;

/**
 * Which inputs were sent again, as the compacted topic {@code redriven} remembers it for ever: one
 * small record each, about 150 bytes here and there.
 *
 * <p>An input is known by its source position and by the first 16 bytes of the SHA-256 of its key
 * and value. The position makes an input that was read twice (a job set back to an earlier offset)
 * one input. The digest keeps the inputs of a topic that was deleted and made anew apart from their
 * predecessors at the same positions.
 */
final class RedriveLedger {

  private static final int DIGEST_BYTES = 16;

  private final String topic;
  private final Set<String> done;

  private RedriveLedger(String topic, Set<String> done) {
    this.topic = topic;
    this.done = done;
  }

  /** Knows nothing yet. */
  static RedriveLedger empty(String prefix) {
    return new RedriveLedger(Topic.REDRIVEN.in(prefix), new HashSet<>());
  }

  /** Knows what is committed at the moment of the call. */
  static RedriveLedger read(Map<String, String> client, String prefix) {
    RedriveLedger ledger = empty(prefix);
    try (TopicReader reader =
        new TopicReader(client, List.of(ledger.topic), IsolationLevel.READ_COMMITTED)) {
      reader.readToEnd(entry -> ledger.done.add(new String(entry.key(), StandardCharsets.UTF_8)));
    }
    return ledger;
  }

  /** Notes the input; false if it was noted before. */
  boolean add(SourcePosition source, StoredLetter letter) {
    return done.add(key(source, letter));
  }

  /** What is to be written in the transaction that sends the input again. */
  ProducerRecord<byte[], byte[]> entry(SourcePosition source, StoredLetter letter) {
    return new ProducerRecord<>(
        topic,
        Headers.text(key(source, letter)),
        Headers.text(letter.at() + " " + letter.reason()));
  }

  private static String key(SourcePosition source, StoredLetter letter) {
    MessageDigest digest = sha256();
    update(digest, letter.key());
    update(digest, letter.raw());
    return source + " " + HexFormat.of().formatHex(digest.digest(), 0, DIGEST_BYTES);
  }

  private static void update(MessageDigest digest, byte[] bytes) {
    int length = bytes == null ? -1 : bytes.length;
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(length).array());
    if (bytes != null) {
      digest.update(bytes);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
