package io.atomstreams.model.network;

/**
 * What happens to a raw row before the network and to the network's numbers after it. Written
 * twice, in plain Java for training, where every row is prepared once, and in the graph that is
 * exported, so that whoever serves a model prepares nothing; tests hold the two together.
 */
public interface Preparation {

  /** Nothing is done: word numbers. */
  Preparation NONE =
      new Preparation() {
        @Override
        public float[] before(float[] row) {
          return row;
        }

        @Override
        public <T> T before(Operations<T> ops, T rows) {
          return rows;
        }
      };

  /** One row in plain Java; not changed itself. */
  float[] before(float[] row);

  /** Rows {@code [batch, values of a row]} in the graph. */
  <T> T before(Operations<T> ops, T rows);

  /** Whether {@link #after} changes anything: then only values can be learned, no probabilities. */
  default boolean scalesResults() {
    return false;
  }

  /** The network's numbers {@code [batch, outputs]} on the scale of the raw rows. */
  default <T> T after(Operations<T> ops, T rows, T numbers) {
    return numbers;
  }

  /** The numbers to be learned for a raw row, on the network's scale. */
  default float[] target(float[] row, float[] target) {
    return target;
  }
}
