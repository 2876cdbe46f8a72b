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
    return isFirst(example.id(), example.kind());
  }

  boolean isFirst(String id, Example.Kind kind) {
    boolean corrects = id.equals(takenBack);
    takenBack = kind == Example.Kind.RETRACTED ? id : "";
    return switch (kind) {
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
