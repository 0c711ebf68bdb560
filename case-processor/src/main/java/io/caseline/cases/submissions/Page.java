package io.caseline.cases.submissions;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list, the newest first.
 *
 * @param next null at the end of the list
 */
public record Page(List<Submission> items, @Nullable Cursor next) {}
