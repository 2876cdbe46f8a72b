package io.atomstreams.operators.learning.tree;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A tree each of whose nodes watches the losses of the examples that come by, and may have another
 * tree that grows beside it: the whole of a {@link HoeffdingAdaptiveTree}, or such another tree.
 */
final class Branch {

  Nodes tree;

  /** Of each node. */
  private Adwin[] watches;

  /** Of each node the tree that grows beside it; null where there is none. */
  private Branch[] besides;

  Branch(Nodes tree) {
    this.tree = tree;
    watches = new Adwin[tree.size()];
    besides = new Branch[tree.size()];
    Arrays.setAll(watches, node -> new Adwin());
  }

  /** To be called when a leaf was split. */
  void grown() {
    int before = watches.length;
    watches = Arrays.copyOf(watches, tree.size());
    besides = Arrays.copyOf(besides, tree.size());
    for (int node = before; node < watches.length; node++) {
      watches[node] = new Adwin();
    }
  }

  Adwin watch(int node) {
    return watches[node];
  }

  Branch beside(int node) {
    return besides[node];
  }

  void setBeside(int node, Branch branch) {
    besides[node] = branch;
  }

  /** Puts the tree that grows beside a node in its place, with all it watched. */
  void graft(int at) {
    Branch other = besides[at];
    List<Branch> branch = new ArrayList<>(List.of(at == 0 ? other : this));
    List<Integer> node = new ArrayList<>(List.of(0));
    Nodes grafted = null;
    for (int i = 0; i < node.size(); i++) {
      Nodes source = branch.get(i).tree;
      int old = node.get(i);
      if (grafted == null) {
        grafted = Nodes.rootOf(source);
      } else {
        grafted.addLike(source, old);
      }
      if (!source.isLeaf(old)) {
        grafted.point(i, node.size());
        for (int child = source.left(old); child <= source.left(old) + 1; child++) {
          boolean isHere = branch.get(i) == this && child == at;
          branch.add(isHere ? other : branch.get(i));
          node.add(isHere ? 0 : child);
        }
      }
    }
    Adwin[] itsWatches = new Adwin[node.size()];
    Branch[] itsBesides = new Branch[node.size()];
    for (int i = 0; i < itsWatches.length; i++) {
      itsWatches[i] = branch.get(i).watches[node.get(i)];
      itsBesides[i] = branch.get(i).besides[node.get(i)];
    }
    tree = grafted;
    tree.measureDepths();
    watches = itsWatches;
    besides = itsBesides;
  }

  /** The number of nodes, those of the trees beside among them. */
  int size() {
    int size = tree.size();
    for (Branch beside : besides) {
      size += beside == null ? 0 : beside.size();
    }
    return size;
  }

  Branch copy() {
    Branch copy = new Branch(tree.copy());
    for (int node = 0; node < watches.length; node++) {
      copy.watches[node] = watches[node].copy();
      copy.besides[node] = besides[node] == null ? null : besides[node].copy();
    }
    return copy;
  }

  long memoryBytes() {
    long bytes = 64 + tree.memoryBytes();
    for (int node = 0; node < watches.length; node++) {
      bytes += 8 + watches[node].memoryBytes();
      bytes += besides[node] == null ? 0 : besides[node].memoryBytes();
    }
    return bytes;
  }

  void write(DataOutput out) throws IOException {
    tree.write(out);
    for (int node = 0; node < watches.length; node++) {
      watches[node].write(out);
      out.writeBoolean(besides[node] != null);
      if (besides[node] != null) {
        besides[node].write(out);
      }
    }
  }

  static Branch read(DataInput in, LeafModel model) throws IOException {
    Branch read = new Branch(Nodes.read(in, model));
    for (int node = 0; node < read.watches.length; node++) {
      read.watches[node] = Adwin.read(in);
      read.besides[node] = in.readBoolean() ? read(in, model) : null;
    }
    return read;
  }
}
