@NullMarked
package io.caseline.bench.pipeline;

import org.jspecify.annotations.NullMarked;
