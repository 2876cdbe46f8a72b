package io.atomstreams.operators.validation;

import io.atomstreams.operators.event.Event;
import io.atomstreams.operators.event.EventType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads one JSON event. Structure only: fields present, of the right JSON type, of a known event
 * type that belongs to the stream; whether the values are possible is {@link EventContract}'s
 * question. Fields it does not know are passed over, so that producers may add some.
 *
 * <p>Never throws: whatever the bytes, the answer is an event or a reason. One pass over the bytes,
 * two if they are not {@link #plain}; no tree. Safe for concurrent use.
 */
public final class EventDecoder {

  /** The one version of the event schemas there is. */
  public static final int SCHEMA_VERSION = 1;

  public static final int MAX_BYTES = 1 << 20;

  private final PlainEventReader plain = new PlainEventReader();

  public Decoded decode(EventType.Stream stream, byte[] json) {
    if (json == null || json.length == 0) {
      return Decoded.Rejected.unquoted(
          RejectionReason.EMPTY, "the record has no value; an event is a JSON object");
    }
    if (json.length > MAX_BYTES) {
      return Decoded.Rejected.unquoted(
          RejectionReason.TOO_LARGE,
          "the record has " + json.length + " bytes, at most " + MAX_BYTES + " are read");
    }
    Event event = plain(stream, json);
    return event == null ? decodeAnyJson(stream, json) : new Decoded.Accepted(event);
  }

  /**
   * The event, if it is written as plainly as nearly all are; otherwise {@code null}, which says
   * nothing about whether it is an event. {@link #decode} begins with this, since it costs less
   * than half of reading any JSON; a producer's tests may ask whether it holds for their events.
   *
   * <p>Plain are strings without escapes, integers of 1 to 18 digits without a sign, {@code null}
   * where a field may be absent, and order lines of these; no known field twice; unknown fields
   * only if their values are such, {@code true} or {@code false}.
   */
  public Event plain(EventType.Stream stream, byte[] json) {
    return json.length > MAX_BYTES ? null : plain.read(stream, json);
  }

  /** The reference: {@link #plain} gives what this gives, or nothing. */
  static Decoded decodeAnyJson(EventType.Stream stream, byte[] json) {
    if (isWide(json)) {
      return Decoded.Rejected.unquoted(
          RejectionReason.NOT_JSON, "not a JSON object in UTF-8: the bytes are UTF-16 or UTF-32");
    }
    if (!isUtf8(json)) {
      return Decoded.Rejected.unquoted(
          RejectionReason.NOT_JSON, "not a JSON object in UTF-8: the bytes are not UTF-8");
    }
    try {
      return new Decoded.Accepted(JsonEventReader.read(stream, json));
    } catch (MalformedEvent e) {
      return e.rejected();
    } catch (IOException e) {
      return new Decoded.Rejected(
          RejectionReason.NOT_JSON,
          "not a JSON object in UTF-8: " + firstLine(e.getMessage()),
          "not a JSON object in UTF-8");
    }
  }

  /**
   * The parser would read UTF-16 and UTF-32 too, which no other reader of the topics does. JSON
   * begins with two ASCII characters, so both show by a zero among the first bytes or by their
   * mark.
   */
  private static boolean isWide(byte[] json) {
    int first = json[0] & 0xFF;
    return first == 0 || first >= 0xFE || (json.length > 1 && json[1] == 0);
  }

  /**
   * The parser reads longer forms of a character than the shortest, surrogates and what lies beyond
   * Unicode, and not always as it passes over them. Other readers of the topics do not: two ids
   * that differ here could be one there.
   */
  private static boolean isUtf8(byte[] json) {
    try {
      var unused = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private static String firstLine(String message) {
    int end = message == null ? -1 : message.indexOf('\n');
    return end < 0 ? String.valueOf(message) : message.substring(0, end);
  }
}
