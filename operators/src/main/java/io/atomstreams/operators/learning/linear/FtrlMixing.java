package io.atomstreams.operators.learning.linear;

import io.atomstreams.operators.learning.Schema;
import io.atomstreams.operators.learning.encoding.Loss;
import io.atomstreams.operators.learning.encoding.RowEncoder;
import java.util.List;

/**
 * Makes one of states learned apart. A weight of one state is about inputs standardised by that
 * state's scaler, so weights are brought into the inputs' own units, averaged there by the weight
 * of the examples, and brought into the units of the merged scaler.
 */
final class FtrlMixing {

  private final Schema schema;
  private final RowEncoder encoder;
  private final Loss loss;

  FtrlMixing(Schema schema, RowEncoder encoder, Loss loss) {
    this.schema = schema;
    this.encoder = encoder;
    this.loss = loss;
  }

  /** Puts all but the weights of the parts into {@code into}, and gives what its weights are. */
  double[] mix(List<FtrlState> parts, FtrlState into) {
    for (FtrlState part : parts) {
      into.examples += part.examples;
      into.scaler.add(part.scaler);
      into.moments.add(part.moments);
      for (int i = 0; i < into.n.length; i++) {
        into.n[i] += part.n[i];
      }
    }
    double[] mixed = new double[into.z.length];
    for (FtrlState part : parts) {
      double share = into.examples > 0 ? part.examples / into.examples : 1.0 / parts.size();
      addInOwnUnits(part, share, mixed);
    }
    toUnitsOf(into, mixed);
    return mixed;
  }

  private void addInOwnUnits(FtrlState part, double share, double[] mixed) {
    double unit = loss.unit(part.moments);
    for (int sum = 0; sum < loss.sums(); sum++) {
      int from = sum * encoder.width();
      int intercept = from + encoder.width() - 1;
      mixed[intercept] += share * (loss.base(part.moments, sum) + unit * part.weights[intercept]);
      for (int i = 0; i < schema.width(); i++) {
        double slope = unit / encoder.scale(part.scaler, i);
        mixed[intercept] -=
            share * slope * encoder.mean(part.scaler, i) * part.weights[from + at(i)];
        for (int at = at(i); at < end(i); at++) {
          mixed[from + at] += share * slope * part.weights[from + at];
        }
      }
    }
  }

  private void toUnitsOf(FtrlState into, double[] mixed) {
    double unit = loss.unit(into.moments);
    for (int sum = 0; sum < loss.sums(); sum++) {
      int from = sum * encoder.width();
      int intercept = from + encoder.width() - 1;
      mixed[intercept] -= loss.base(into.moments, sum);
      for (int i = 0; i < schema.width(); i++) {
        mixed[intercept] += mixed[from + at(i)] * encoder.mean(into.scaler, i);
        for (int at = at(i); at < end(i); at++) {
          mixed[from + at] *= encoder.scale(into.scaler, i) / unit;
        }
      }
      mixed[intercept] /= unit;
    }
  }

  private int at(int attribute) {
    return encoder.coordinate(attribute);
  }

  private int end(int attribute) {
    return at(attribute) + Math.max(1, schema.attributes().get(attribute).levels());
  }
}
