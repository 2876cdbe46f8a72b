package io.atomstreams.operators.validation;

import io.atomstreams.operators.event.OrderLine;
import java.util.List;

/** Takes the fields of one JSON object while it is read; a repeated field's last value stands. */
sealed interface Draft permits EventDraft, LineDraft {

  /** Takes a string, or {@code null} where the field may be that. */
  void put(EventField field, String text);

  /** Takes an integer; of an amount that is {@code null}, its {@link EventField#absent()}. */
  void put(EventField field, long number);

  /** Takes an order's lines. */
  void put(EventField field, List<OrderLine> lines);
}
