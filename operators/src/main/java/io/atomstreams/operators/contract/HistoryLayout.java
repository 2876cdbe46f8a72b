package io.atomstreams.operators.contract;

import io.atomstreams.operators.event.EventType;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Which memories a customer's history has, in their order; described in a line each. */
public record HistoryLayout(List<Slot> slots) implements Serializable {

  /**
   * A memory.
   *
   * @param rule the name of whose memory it is
   * @param stream the topic its events are on
   */
  public record Slot(String rule, EventType.Stream stream, Memory.Form form)
      implements Serializable {

    private static final int PARTS = 3;

    private String describe() {
      return rule + "|" + stream.topic() + "|" + form.text();
    }

    private static Slot parse(String line) {
      String[] parts = line.split("\\|", -1);
      if (parts.length == PARTS) {
        for (EventType.Stream stream : EventType.Stream.values()) {
          for (Memory.Form form : Memory.Form.values()) {
            if (stream.topic().equals(parts[1]) && form.text().equals(parts[2])) {
              return new Slot(parts[0], stream, form);
            }
          }
        }
      }
      throw new IllegalArgumentException(
          "'" + line + "' describes no memory of a rule; use the release that wrote it");
    }
  }

  public HistoryLayout {
    slots = List.copyOf(slots);
  }

  /** A line for each memory. */
  public String describe() {
    return slots.stream().map(Slot::describe).collect(Collectors.joining("\n"));
  }

  /**
   * Reads {@link #describe}.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static HistoryLayout parse(String description) {
    return new HistoryLayout(
        description.isEmpty()
            ? List.of()
            : Arrays.stream(description.split("\n")).map(Slot::parse).toList());
  }
}
