package io.atomstreams.operators.validation;

import io.atomstreams.operators.event.Event;
import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.event.OrderLine;
import java.util.ArrayList;
import java.util.List;

/**
 * The short way to an event: reads the plain JSON nearly every event is written in, at a fraction
 * of the cost of {@link JsonEventReader}. It may decline anything and never decides: either it
 * gives the very event the other reader would, or none, and then the other reader has the word.
 *
 * <p>Plain is an object whose values are strings without escapes, integers of 1 to 18 digits
 * without a sign, {@code null} where the field may be absent, and order lines of these. A field
 * that is not known may also be {@code true} or {@code false}. No known field comes twice.
 *
 * <p>Safe for concurrent use; what it keeps between events, {@link FieldOrder} and {@link
 * TextCache}, changes the cost and never the answer.
 */
final class PlainEventReader {

  private final FieldOrder sales = new FieldOrder(FieldNames.of(EventType.Stream.SALES));
  private final FieldOrder customer = new FieldOrder(FieldNames.of(EventType.Stream.CUSTOMER));
  private final FieldOrder line = new FieldOrder(FieldNames.ofLine());
  private final TextCache texts = new TextCache();

  /** The event, or {@code null} if it is not plain or no event. */
  Event read(EventType.Stream stream, byte[] json) {
    PlainScanner in = new PlainScanner(json, texts);
    EventDraft event = new EventDraft();
    try {
      fields(in, stream == EventType.Stream.SALES ? sales : customer, event);
      in.expectEnd();
      return in.isLost() ? null : event.event(stream);
    } catch (MalformedEvent e) {
      return null;
    }
  }

  private void fields(PlainScanner in, FieldOrder order, Draft draft) {
    in.expect('{');
    if (in.skip('}')) {
      return;
    }
    long seen = 0;
    FieldName name = null;
    do {
      name = order.next(in, name);
      if (name == null) {
        in.skipValue();
      } else if ((seen & name.bit()) != 0) {
        in.lose();
      } else {
        seen |= name.bit();
        value(in, name.field(), draft);
      }
    } while (!in.isLost() && in.skip(','));
    in.expect('}');
  }

  private void value(PlainScanner in, EventField field, Draft draft) {
    if (field.isOptional() && in.peek() == 'n') {
      in.word("null");
      return;
    }
    switch (field.kind()) {
      case TEXT, OPTIONAL_TEXT -> draft.put(field, in.string());
      case NAME, LABEL -> draft.put(field, in.repeatedString());
      case INTEGER, AMOUNT -> draft.put(field, in.integer());
      case LINES -> draft.put(field, lines(in));
    }
  }

  private List<OrderLine> lines(PlainScanner in) {
    List<OrderLine> read = new ArrayList<>(4);
    in.expect('[');
    if (in.skip(']')) {
      return read;
    }
    do {
      LineDraft draft = new LineDraft();
      fields(in, line, draft);
      if (in.isLost()) {
        return read;
      }
      read.add(draft.line());
    } while (in.skip(','));
    in.expect(']');
    return read;
  }
}
