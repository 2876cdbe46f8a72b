package io.atomstreams.operators.online;

import io.atomstreams.operators.drift.feature.FeatureDrift;
import io.atomstreams.operators.drift.feature.Finding;
import io.atomstreams.operators.state.BytesInput;
import io.atomstreams.operators.state.BytesOutput;
import io.atomstreams.operators.state.NestedState;
import io.atomstreams.operators.state.Varint;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** What goes on around a detector, from which an {@link Inquiry} tells a cause. For one thread. */
final class Circumstances {

  final List<String> features;
  FeatureDrift.Windows windows;

  /** Of the round that ended last; none before the first, and after a new reference. */
  List<Finding> findings = List.of();

  final Stretches stretches = new Stretches();
  final Season season = new Season();

  private Circumstances(List<String> features, FeatureDrift.Windows windows) {
    this.features = features;
    this.windows = windows;
  }

  static Circumstances begin(List<String> features) {
    return new Circumstances(features, Inquiry.windows(features).codec().create());
  }

  Circumstances copy() {
    try {
      BytesOutput out = new BytesOutput();
      write(out);
      return read(features, new BytesInput().open(out.array(), 0, out.size()));
    } catch (IOException e) {
      throw new UncheckedIOException("a state in memory can always be written", e);
    }
  }

  void write(DataOutput out) throws IOException {
    NestedState.write(Inquiry.windows(features).codec(), windows, out);
    Varint.writeUnsigned(out, findings.size());
    for (Finding finding : findings) {
      write(finding, out);
    }
    stretches.write(out);
    season.write(out);
  }

  static Circumstances read(List<String> features, DataInput in) throws IOException {
    Circumstances read =
        new Circumstances(features, NestedState.read(Inquiry.windows(features).codec(), in));
    int size = (int) Varint.readUnsigned(in);
    List<Finding> findings = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      findings.add(read(features.get(i), in));
    }
    read.findings = findings;
    read.stretches.read(in);
    read.season.read(in);
    return read;
  }

  private static void write(Finding finding, DataOutput out) throws IOException {
    out.writeDouble(finding.psi());
    out.writeDouble(finding.distance());
    out.writeDouble(finding.p());
    out.writeDouble(finding.adjusted());
    out.writeDouble(finding.level());
    out.writeBoolean(finding.drifted());
    out.writeDouble(finding.missing());
    out.writeDouble(finding.zeros());
    out.writeDouble(finding.repeated());
  }

  private static Finding read(String feature, DataInput in) throws IOException {
    return new Finding(
        feature,
        in.readDouble(),
        in.readDouble(),
        in.readDouble(),
        in.readDouble(),
        in.readDouble(),
        in.readBoolean(),
        in.readDouble(),
        in.readDouble(),
        in.readDouble());
  }
}
