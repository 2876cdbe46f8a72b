package io.atomstreams.pipelines.connector;

import io.atomstreams.operators.event.SourcePosition;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import org.apache.kafka.common.header.Header;

/**
 * The record headers of the output topics. Wall time travels here and not in values, so that the
 * same input gives the same value in every run.
 */
public final class Headers {

  /** Wall clock when the source read the event: µs since the epoch, 8 bytes, big-endian. */
  public static final String READ_AT = "read-at";

  /** Dead letters: the reason code, UTF-8. */
  public static final String REASON = "reason";

  /** Dead letters: the thing, the value and the rule in words, UTF-8. */
  public static final String DETAIL = "detail";

  /** Dead letters: full name of the topic the input was read from, UTF-8. */
  public static final String SOURCE_TOPIC = "source-topic";

  /** Dead letters: partition the input was read from, decimal digits. */
  public static final String SOURCE_PARTITION = "source-partition";

  /** Dead letters: offset the input was read at, decimal digits. */
  public static final String SOURCE_OFFSET = "source-offset";

  /** Inputs that were sent again from the dead letters: where they stood before, UTF-8. */
  public static final String REDRIVEN_FROM = "redriven-from";

  /** Alerts: the job that raised them, UTF-8; absent if it is the scoring job. */
  public static final String JOB = "job";

  /** Histories of added features: what the record is, UTF-8. */
  public static final String STEP = "step";

  /** Histories of added features: id of the addition, UTF-8. */
  public static final String ADDITION = "addition";

  /** Histories of added features: number of the addition, decimal digits. */
  public static final String NUMBER = "number";

  static final List<String> OF_BACKFILL = List.of(STEP, ADDITION, NUMBER);

  static final List<String> OF_DEAD_LETTERS =
      List.of(READ_AT, REASON, DETAIL, SOURCE_TOPIC, SOURCE_PARTITION, SOURCE_OFFSET);

  private Headers() {}

  public static byte[] instant(long micros) {
    return ByteBuffer.allocate(Long.BYTES).putLong(micros).array();
  }

  public static byte[] text(String text) {
    return text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
  }

  /** Whether a job other than the scoring job raised an alert: no input of that job explains it. */
  public static boolean isOfAnotherJob(org.apache.kafka.common.header.Headers headers) {
    return headers.lastHeader(JOB) != null;
  }

  /** When the source read the event, µs since the epoch; empty if the header is absent or odd. */
  public static OptionalLong readAt(org.apache.kafka.common.header.Headers headers) {
    Header header = headers.lastHeader(READ_AT);
    if (header == null || header.value() == null || header.value().length != Long.BYTES) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(ByteBuffer.wrap(header.value()).getLong());
  }

  /**
   * A header's text.
   *
   * @throws IllegalArgumentException if it is absent
   */
  public static String text(org.apache.kafka.common.header.Headers headers, String name) {
    Header header = headers.lastHeader(name);
    if (header == null || header.value() == null) {
      throw new IllegalArgumentException("the record has no header " + name);
    }
    return new String(header.value(), StandardCharsets.UTF_8);
  }

  /**
   * Where a dead letter was read from.
   *
   * @throws IllegalArgumentException if one of the three headers is absent or no number
   */
  public static SourcePosition source(org.apache.kafka.common.header.Headers headers) {
    return new SourcePosition(
        text(headers, SOURCE_TOPIC),
        Integer.parseInt(text(headers, SOURCE_PARTITION)),
        Long.parseLong(text(headers, SOURCE_OFFSET)));
  }
}
