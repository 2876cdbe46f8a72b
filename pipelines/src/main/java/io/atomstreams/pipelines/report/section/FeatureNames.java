package io.atomstreams.pipelines.report.section;

import io.atomstreams.operators.event.FeatureRecord;

/** What the numbers of a vector are called. */
public interface FeatureNames {

  /** The name of the feature at a place, from 0. */
  String name(FeatureRecord of, int place);
}
