package io.atomstreams.operators.learning.tree;

import com.yahoo.labs.samoa.instances.Attribute;
import com.yahoo.labs.samoa.instances.DenseInstance;
import com.yahoo.labs.samoa.instances.Instance;
import com.yahoo.labs.samoa.instances.Instances;
import com.yahoo.labs.samoa.instances.InstancesHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import moa.classifiers.meta.AdaptiveRandomForest;

/** MOA's adaptive random forest with its own settings, 10 trees, on one thread. */
final class MoaForest implements Prequential.Subject {

  private final AdaptiveRandomForest forest = new AdaptiveRandomForest();
  private final Instance[] instances;

  private MoaForest(Instance[] instances, int trees, int seed) {
    this.instances = instances;
    forest.ensembleSizeOption.setValue(trees);
    forest.setRandomSeed(seed);
    forest.setModelContext((InstancesHeader) instances[0].dataset());
    forest.prepareForUse();
  }

  /** Instances are made before the clock runs. */
  static Instance[] instances(LabelledRows stream) {
    List<Attribute> attributes = new ArrayList<>();
    for (var attribute : stream.schema().attributes()) {
      attributes.add(
          attribute.isNumber()
              ? new Attribute(attribute.name())
              : new Attribute(attribute.name(), values(attribute.levels())));
    }
    attributes.add(new Attribute("class", values(stream.schema().target().classes())));
    InstancesHeader header = new InstancesHeader(new Instances(stream.name(), attributes, 0));
    header.setClassIndex(attributes.size() - 1);
    Instance[] instances = new Instance[stream.size()];
    for (int i = 0; i < instances.length; i++) {
      double[] values = java.util.Arrays.copyOf(stream.rows()[i], attributes.size());
      values[attributes.size() - 1] = stream.targets()[i];
      instances[i] = new DenseInstance(1, values);
      instances[i].setDataset(header);
    }
    return instances;
  }

  private static List<String> values(int count) {
    return IntStream.range(0, count).mapToObj(i -> "v" + i).toList();
  }

  static MoaForest of(Instance[] instances, int trees, int seed) {
    return new MoaForest(instances, trees, seed);
  }

  @Override
  public int predict(int row) {
    double[] votes = forest.getVotesForInstance(instances[row]);
    int best = 0;
    for (int c = 1; c < votes.length; c++) {
      best = votes[c] > votes[best] ? c : best;
    }
    return best;
  }

  @Override
  public void learn(int row) {
    forest.trainOnInstance(instances[row]);
  }
}
