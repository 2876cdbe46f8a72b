package io.atomstreams.pipelines.connector;

import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;

/**
 * Flink's settings as a job may carry them. What a job is defined with goes into its graph, and the
 * graph into blob and high-availability storage; the processes of the cluster read their own
 * configuration, and need none of a job's credentials.
 */
public final class PublicSettings {

  private PublicSettings() {}

  /** Those whose names Flink itself would hide the values of are left out. */
  public static Configuration of(Configuration settings) {
    Configuration open = new Configuration(settings);
    settings.keySet().stream().filter(GlobalConfiguration::isSensitive).forEach(open::removeKey);
    return open;
  }
}
