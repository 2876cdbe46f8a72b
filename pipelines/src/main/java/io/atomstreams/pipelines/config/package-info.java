/**
 * Configuration: a YAML document read once into immutable typed values, with all its problems
 * reported together.
 *
 * <p>Start with {@link io.atomstreams.pipelines.config.YamlDocument}; its {@link
 * io.atomstreams.pipelines.config.Section}s answer by name and type. What the options of a job are
 * is said by that job's own config record, not here. Imports the JDK and Jackson.
 */
package io.atomstreams.pipelines.config;
