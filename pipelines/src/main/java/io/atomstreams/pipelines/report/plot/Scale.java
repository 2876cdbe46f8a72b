package io.atomstreams.pipelines.report.plot;

import java.util.List;

/** What an axis measures, from where to where. */
public interface Scale {

  double from();

  double to();

  /** At most about so many, at round places, each within the scale. */
  List<Tick> ticks(int most);

  /** The quantity and its unit. */
  String title();

  /** Where a value lies: 0 at {@code from}, 1 at {@code to}. */
  default double place(double value) {
    return (value - from()) / (to() - from());
  }
}
