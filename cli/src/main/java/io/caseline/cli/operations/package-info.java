/** Failed submissions, replays and the audit, through the operations API of case-processor. */
@NullMarked
package io.caseline.cli.operations;

import org.jspecify.annotations.NullMarked;
