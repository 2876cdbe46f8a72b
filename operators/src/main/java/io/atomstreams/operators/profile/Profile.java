package io.atomstreams.operators.profile;

import java.util.List;

/**
 * What a stream of records looks like.
 *
 * @param records JSON objects
 * @param unreadable records that are none, tombstones among them
 * @param omitted values at fields beyond the greatest number of fields, and fields with names that
 *     are too long
 * @param fields by depth, then by path
 */
public record Profile(long records, long unreadable, long omitted, List<FieldProfile> fields) {}
