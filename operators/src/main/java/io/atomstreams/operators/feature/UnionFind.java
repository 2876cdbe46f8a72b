package io.atomstreams.operators.feature;

import io.atomstreams.operators.state.Varint;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Which nodes of a graph are connected, and how many customers each component has: a disjoint-set
 * forest, linked by size, paths halved (Tarjan and van Leeuwen, Worst-Case Analysis of Set Union
 * Algorithms, 1984). Nodes are only ever added and joined; nothing is taken apart.
 *
 * <p>A node is a 64-bit hash whose lowest bit says that it is a customer. 24 to 48 bytes of heap a
 * node, 9 to 12 written. What is written depends on the nodes in the order in which they came and
 * on what is connected with what, not on the shape the trees happen to have.
 */
final class UnionFind {

  private static final int NONE = -1;
  private static final int MOST_NODES = 1 << 24;

  /** By node, in the order in which they came. */
  private long[] ids = new long[8];

  /** By node: the one above, or less the number of nodes below a root and itself. */
  private int[] parents = new int[8];

  /** By root. */
  private int[] customers = new int[8];

  /** Open addressing: a node's number plus 1, or 0; at most half full. */
  private int[] table = new int[16];

  private int size;

  static boolean isCustomer(long id) {
    return (id & 1) == 1;
  }

  /** How many nodes there are. */
  int size() {
    return size;
  }

  /** The root of a node's component, or -1 for a node that is not here. */
  int root(long id) {
    int node = table[slot(id)] - 1;
    return node < 0 ? NONE : rootOf(node);
  }

  /** How many customers the component of a root has. */
  int customers(int root) {
    return customers[root];
  }

  /** Adds those nodes that are not here and connects them all. */
  void join(long[] nodes) {
    int root = rootOf(nodeOf(nodes[0]));
    for (int i = 1; i < nodes.length; i++) {
      root = link(root, rootOf(nodeOf(nodes[i])));
    }
  }

  private int slot(long id) {
    int mask = table.length - 1;
    int slot = (int) (id >>> 1) & mask;
    while (table[slot] != 0 && ids[table[slot] - 1] != id) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private int nodeOf(long id) {
    int slot = slot(id);
    return table[slot] == 0 ? add(id, slot) : table[slot] - 1;
  }

  private int add(long id, int free) {
    int slot = free;
    if (2 * (size + 1) > table.length) {
      grow();
      slot = slot(id);
    }
    ids[size] = id;
    parents[size] = -1;
    customers[size] = isCustomer(id) ? 1 : 0;
    table[slot] = ++size;
    return size - 1;
  }

  private void grow() {
    int capacity = 2 * ids.length;
    ids = Arrays.copyOf(ids, capacity);
    parents = Arrays.copyOf(parents, capacity);
    customers = Arrays.copyOf(customers, capacity);
    table = new int[2 * capacity];
    for (int i = 0; i < size; i++) {
      table[slot(ids[i])] = i + 1;
    }
  }

  private int rootOf(int node) {
    int at = node;
    while (parents[at] >= 0) {
      int above = parents[at];
      if (parents[above] >= 0) {
        parents[at] = parents[above];
      }
      at = above;
    }
    return at;
  }

  private int link(int one, int other) {
    if (one == other) {
      return one;
    }
    int root = parents[one] <= parents[other] ? one : other;
    int below = root == one ? other : one;
    parents[root] += parents[below];
    customers[root] += customers[below];
    parents[below] = root;
    return root;
  }

  UnionFind copy() {
    UnionFind copy = new UnionFind();
    copy.ids = ids.clone();
    copy.parents = parents.clone();
    copy.customers = customers.clone();
    copy.table = table.clone();
    copy.size = size;
    return copy;
  }

  /** Each node's id, and how far before it the first node of its component stands. */
  void write(DataOutput out) throws IOException {
    Varint.writeUnsigned(out, size);
    int[] first = new int[size];
    Arrays.fill(first, NONE);
    for (int i = 0; i < size; i++) {
      int root = rootOf(i);
      first[root] = first[root] == NONE ? i : first[root];
      out.writeLong(ids[i]);
      Varint.writeUnsigned(out, i - first[root]);
    }
  }

  static UnionFind read(DataInput in) throws IOException {
    long count = Varint.readUnsigned(in);
    if (count < 0 || count > MOST_NODES) {
      throw new IOException("a graph of " + count + " nodes: the state is damaged");
    }
    UnionFind read = new UnionFind();
    for (int i = 0; i < count; i++) {
      int node = read.nodeOf(in.readLong());
      long back = Varint.readUnsigned(in);
      if (node != i || back < 0 || back > i) {
        throw new IOException("node " + i + " of a graph stands twice or hangs nowhere");
      }
      read.link(read.rootOf((int) (i - back)), i);
    }
    return read;
  }
}
