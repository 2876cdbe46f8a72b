package io.atomstreams.operators.learning.memory;

import io.atomstreams.operators.learning.Learner;
import io.atomstreams.operators.learning.Schema;
import io.atomstreams.operators.state.StateCodec;
import java.io.Serializable;

/**
 * Nearest neighbours with two memories: Losing, Hammer, Wersing, "KNN Classifier with Self
 * Adjusting Memory for Heterogeneous Concept Drift", ICDM 2016. For classes.
 *
 * <ul>
 *   <li>The short-term memory is the window of latest examples, of all lengths that {@link Windows}
 *       follows, that does best in interleaved test-train: it shrinks by itself when the world
 *       changes, at once or bit by bit.
 *   <li>What leaves it joins the long-term memory, less what the short-term memory contradicts: for
 *       each recent example, of its {@code neighbours} nearest in what left those of another class
 *       that are no farther than its farthest near neighbour of its own class. Each new example
 *       cleans the long-term memory the same way. So a concept that comes back is known.
 *   <li>Of the short, the long and both together that one answers which was right most often about
 *       the examples now in the short-term memory.
 * </ul>
 *
 * Votes are weighted by {@code 1 / distance}; the answer's probabilities have one vote spread over
 * all classes added. Differs from the paper in three things: numbers are measured in running units
 * ({@link RunningScale}), not as they come; a shorter window replaces the full one when it is
 * better beyond chance on the same examples ({@link Windows}), where the paper takes the least of
 * errors that are measured over different spans; a short-term memory that is full hands on its
 * oldest eighth.
 *
 * <p>Cost of an example {@code O((recent + lasting)·width)} in a few vectorised loops; now and then
 * {@code O(n²·width)} of cleaning and compression. Memory at most {@code recent + lasting} rows of
 * floats, twice that while arrays grow.
 */
public final class SelfAdjustingMemory implements Learner<Memories> {

  private static final long serialVersionUID = 1L;

  private final Schema schema;
  private final Options options;

  /**
   * How much it remembers.
   *
   * @param neighbours who vote, 1 to 100
   * @param recent most examples of the short-term memory, 100 to 100,000
   * @param lasting most examples of the long-term memory, 100 to 100,000; when there are more, each
   *     class is compressed to half of its examples
   * @param fixed whether the short-term memory is a window of {@code recent} examples, whatever
   *     happens, and the only one: what the adjusting is to be compared with
   * @param seed of the random starts of k-means
   */
  public record Options(int neighbours, int recent, int lasting, boolean fixed, long seed)
      implements Serializable {

    public Options {
      requireWithin("neighbours", neighbours, 1, 100);
      requireWithin("recent", recent, 100, 100_000);
      requireWithin("lasting", lasting, 100, 100_000);
    }

    private static void requireWithin(String name, long value, long least, long most) {
      if (value < least || value > most) {
        throw new IllegalArgumentException(
            "sam-knn: option %s is %,d, must be %,d to %,d".formatted(name, value, least, most));
      }
    }

    public static Options of(io.atomstreams.operators.state.Options given) {
      return new Options(
          whole(given, "neighbours", 5),
          whole(given, "recent", 2_000),
          whole(given, "lasting", 1_000),
          given.flag("fixed", false),
          given.whole("seed", 1));
    }

    private static int whole(
        io.atomstreams.operators.state.Options given, String key, int otherwise) {
      return (int) Math.max(-1, Math.min(given.whole(key, otherwise), Integer.MAX_VALUE));
    }
  }

  public SelfAdjustingMemory(Schema schema, Options options) {
    if (schema.target().isNumber()) {
      throw new IllegalArgumentException("sam-knn learns classes, not numbers");
    }
    this.schema = schema;
    this.options = options;
  }

  @Override
  public Schema schema() {
    return schema;
  }

  @Override
  public StateCodec<Memories> codec() {
    return new MemoriesCodec(schema, options.neighbours(), options.seed());
  }

  @Override
  public void predict(Memories state, double[] row, double[] out) {
    state.recall.look(state, row);
    Neighbours answer = state.trusted();
    answer.vote(out);
    double sum = 0;
    for (double votes : out) {
      sum += votes;
    }
    double spread = 1.0 / out.length;
    for (int c = 0; c < out.length; c++) {
      double share = sum > 0 ? out[c] / sum : spread;
      out[c] = (answer.size() * share + spread) / (answer.size() + 1);
    }
  }

  @Override
  public void learn(Memories state, double[] row, double target, double weight) {
    Recall recall = state.recall;
    recall.look(state, row);
    int label = (int) target;
    state.scale.add(row, label);
    if (options.fixed()) {
      slide(state, label, weight);
      return;
    }
    byte note = test(state, label);
    recall.cleaning.clean(state, label);
    if (state.recent.size() % Windows.GRID == 0 && state.recent.size() > 0) {
      state.windows.open(state.recent.size());
    }
    state.recent.add(recall.row, label, (float) weight, note);
    state.count(note, 1);
    recall.forget();
    adjust(state);
  }

  private void slide(Memories state, int label, double weight) {
    state.recent.add(state.recall.row, label, (float) weight, (byte) 0);
    if (state.recent.size() > options.recent()) {
      state.recent.removeOldest(1);
    }
    state.recall.forget();
  }

  /** What each of the three, and each window, would have said. */
  private byte test(Memories state, int label) {
    Recall recall = state.recall;
    double[] scratch = recall.votes;
    Windows windows = state.windows;
    Neighbours inWindow = recall.inWindow;
    inWindow.clear();
    int end = state.recent.size();
    boolean full = recall.recent.winner(scratch) == label;
    for (int w = windows.count() - 1; w > 0; w--) {
      inWindow.addAll(state.recent, recall.recentDistances, windows.start(w), end);
      end = windows.start(w);
      if (inWindow.size() >= options.neighbours()) {
        boolean right = inWindow.winner(scratch) == label;
        if (right != full) {
          windows.differed(w, right);
        }
      }
    }
    return (byte)
        ((full ? Memories.RECENT_RIGHT : 0)
            | (recall.lasting.winner(scratch) == label ? Memories.LASTING_RIGHT : 0)
            | (recall.both.winner(scratch) == label ? Memories.BOTH_RIGHT : 0));
  }

  private void adjust(Memories state) {
    int best = state.windows.best(state.recent.size());
    if (best > 0) {
      Examples left = takeOldest(state, state.windows.start(best));
      state.windows.shrinkTo(best);
      state.scale.perUnit(state.recall.perUnit);
      state.recall.cleaning.cleanAll(left, state.recent, state.recall.perUnit);
      keep(state, left);
    } else if (state.recent.size() >= options.recent()) {
      Examples left = takeOldest(state, options.recent() / 8);
      state.windows.removeOldest(left.size());
      keep(state, left);
    }
  }

  private Examples takeOldest(Memories state, int count) {
    Examples oldest = new Examples(schema.attributes());
    float[] row = new float[schema.width()];
    for (int i = 0; i < count; i++) {
      state.recent.row(i, row);
      oldest.add(row, state.recent.label(i), state.recent.weight(i), state.recent.note(i));
      state.count(state.recent.note(i), -1);
    }
    state.recent.removeOldest(count);
    return oldest;
  }

  private void keep(Memories state, Examples more) {
    float[] row = new float[schema.width()];
    for (int i = 0; i < more.size(); i++) {
      more.row(i, row);
      state.lasting.add(row, more.label(i), more.weight(i), (byte) 0);
    }
    while (state.lasting.size() > options.lasting()) {
      state.scale.perUnit(state.recall.perUnit);
      Examples halved =
          new Compression(schema.attributes(), state.recall.perUnit, state.random)
              .halve(state.lasting, schema.target().classes());
      if (halved.size() == state.lasting.size()) {
        break;
      }
      state.lasting = halved;
    }
  }

  @Override
  public long memoryBytes(Memories state) {
    return state.recent.memoryBytes()
        + state.lasting.memoryBytes()
        + (long) Float.BYTES
            * (state.recall.recentDistances.length + state.recall.lastingDistances.length);
  }
}
