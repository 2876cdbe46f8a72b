package io.atomstreams.pipelines.monitoring;

/** Names under which a savepoint keeps each operator's state: for ever. */
final class MonitoringUids {

  static final String RECORDS = "profiled-records";
  static final String PARTS = "profile-parts";
  static final String PROFILES = "profiles";
  static final String OUTPUTS = "profile-outputs";

  private MonitoringUids() {}
}
