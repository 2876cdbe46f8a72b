package io.atomstreams.operators.learning.tree;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * One tree of a forest, how well it has done, and the tree that grows behind it once its losses
 * seem to rise.
 */
final class Member {

  Nodes tree;

  /** The attributes its leaves choose from. */
  int[] attributes;

  /** Null where nothing warned. */
  Nodes background;

  int[] backgroundAttributes;

  Adwin warning = new Adwin();
  Adwin drift = new Adwin();

  /** Weight of the examples the tree was asked about before it learnt them. */
  double tested;

  /** Its summed losses on them, each in [0, 1]. */
  double lost;

  Member(Nodes tree, int[] attributes) {
    this.tree = tree;
    this.attributes = attributes;
  }

  /** The mean of its gains, {@code 1 − loss}, one of each kind added. */
  double merit() {
    return (tested - lost + 1) / (tested + 2);
  }

  /** Puts another tree in the place of this one, which is forgotten. */
  void replace(Nodes by, int[] itsAttributes) {
    tree = by;
    attributes = itsAttributes;
    background = null;
    backgroundAttributes = null;
    warning.clear();
    drift.clear();
    tested = 0;
    lost = 0;
  }

  Member copy() {
    Member copy = new Member(tree.copy(), attributes);
    copy.background = background == null ? null : background.copy();
    copy.backgroundAttributes = backgroundAttributes;
    copy.warning = warning.copy();
    copy.drift = drift.copy();
    copy.tested = tested;
    copy.lost = lost;
    return copy;
  }

  long memoryBytes() {
    return 80
        + tree.memoryBytes()
        + (background == null ? 0 : background.memoryBytes())
        + warning.memoryBytes()
        + drift.memoryBytes();
  }

  void write(DataOutput out) throws IOException {
    Wire.writeInts(out, attributes);
    tree.write(out);
    out.writeBoolean(background != null);
    if (background != null) {
      Wire.writeInts(out, backgroundAttributes);
      background.write(out);
    }
    warning.write(out);
    drift.write(out);
    out.writeDouble(tested);
    out.writeDouble(lost);
  }

  static Member read(DataInput in, LeafModel model) throws IOException {
    int[] attributes = Wire.readInts(in, model.width(), model.width());
    Member read = new Member(Nodes.read(in, model), attributes);
    if (in.readBoolean()) {
      read.backgroundAttributes = Wire.readInts(in, model.width(), model.width());
      read.background = Nodes.read(in, model);
    }
    read.warning = Adwin.read(in);
    read.drift = Adwin.read(in);
    read.tested = in.readDouble();
    read.lost = in.readDouble();
    return read;
  }
}
