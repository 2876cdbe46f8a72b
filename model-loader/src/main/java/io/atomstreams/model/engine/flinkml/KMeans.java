package io.atomstreams.model.engine.flinkml;

import io.atomstreams.model.ModelException;
import io.atomstreams.model.NearestNames;
import java.util.List;

/**
 * {@code KMeansModel}: the distance to each centroid, and the index of the nearest, the first of
 * equals. Its data are the number of centroids, the centroids, and how many rows each stands for.
 */
record KMeans(double[][] centroids, Distance distance) implements Predictor {

  static final String KIND = "KMeansModel";

  /** The measures of Flink ML, by its names. */
  enum Distance {
    EUCLIDEAN {
      @Override
      double between(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
          sum += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return Math.sqrt(sum);
      }
    },
    MANHATTAN {
      @Override
      double between(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
          sum += Math.abs(a[i] - b[i]);
        }
        return sum;
      }
    },
    /** {@code 1 − cos}; 1 from a vector of zeros, for which Flink ML fails. */
    COSINE {
      @Override
      double between(double[] a, double[] b) {
        double dot = 0;
        double squaresA = 0;
        double squaresB = 0;
        for (int i = 0; i < a.length; i++) {
          dot += a[i] * b[i];
          squaresA += a[i] * a[i];
          squaresB += b[i] * b[i];
        }
        return squaresA == 0 || squaresB == 0
            ? 1
            : 1 - dot / Math.sqrt(squaresA) / Math.sqrt(squaresB);
      }
    };

    abstract double between(double[] a, double[] b);

    static Distance named(String name) {
      List<String> known = List.of("euclidean", "manhattan", "cosine");
      if (!known.contains(name)) {
        throw new ModelException(
            name + " is no distance measure; " + NearestNames.hint(name, known));
      }
      return values()[known.indexOf(name)];
    }
  }

  static KMeans read(SavedStage stage) {
    ModelBytes data = stage.onlyPart();
    double[][] centroids = new double[data.count(Integer.BYTES + Double.BYTES)][];
    for (int i = 0; i < centroids.length; i++) {
      centroids[i] = data.vector();
      if (centroids[i].length != centroids[0].length) {
        throw data.damaged(
            "centroid %d has %d values, the first has %d"
                .formatted(i, centroids[i].length, centroids[0].length));
      }
    }
    if (data.vector().length != centroids.length) {
      throw data.damaged("there are not as many weights as centroids");
    }
    data.requireEnd();
    return new KMeans(centroids, Distance.named(stage.text("distanceMeasure", "euclidean")));
  }

  @Override
  public int inputs() {
    return centroids[0].length;
  }

  @Override
  public List<Result> results() {
    return List.of(new Result("distances", centroids.length), new Result("prediction", 1));
  }

  @Override
  public double[] predict(double[] x) {
    double[] results = new double[centroids.length + 1];
    int nearest = 0;
    for (int i = 0; i < centroids.length; i++) {
      results[i] = distance.between(x, centroids[i]);
      if (results[i] < results[nearest]) {
        nearest = i;
      }
    }
    results[centroids.length] = nearest;
    return results;
  }
}
