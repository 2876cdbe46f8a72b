package io.atomstreams.operators.online;

import io.atomstreams.operators.event.Example;
import io.atomstreams.operators.state.Text;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Tells a question's first answer from its corrections, in the order in which examples are learnt:
 * a correction follows at once on what is taken back. For one thread.
 */
final class FirstAnswers {

  private String takenBack = "";

  /** Whether the next example answers a question that had no answer. */
  boolean isFirst(Example example) {
    boolean corrects = example.id().equals(takenBack);
    takenBack = example.kind() == Example.Kind.RETRACTED ? example.id() : "";
    return switch (example.kind()) {
      case FIRST -> true;
      case FEEDBACK -> !corrects;
      case RETRACTED, CORRECTED -> false;
    };
  }

  void take(FirstAnswers other) {
    takenBack = other.takenBack;
  }

  void write(DataOutput out) throws IOException {
    Text.write(out, takenBack);
  }

  void read(DataInput in) throws IOException {
    takenBack = Text.read(in);
  }
}
