package io.caseline.cases.console;

import io.caseline.cases.submissions.Groups.Group;
import io.caseline.cases.submissions.SubmissionFilter;
import org.springframework.stereotype.Component;

/** Narrows a filter to one of its groups; templates call it {@code filters}. */
@Component("filters")
class GroupFilters {

    /** A failure that names several fields, or none, is found by its code: the dialogs tell how many that are. */
    public FilterView narrow(SubmissionFilter filter, Group group) {
        String fields = group.fields();
        boolean one = fields != null && !fields.isEmpty() && !fields.contains(",");
        return FilterView.of(new SubmissionFilter(
                filter.state(),
                group.program(),
                group.code() == null ? filter.code() : group.code(),
                one ? fields : filter.field(),
                filter.since(),
                filter.until(),
                filter.caseNumber(),
                filter.requestId(),
                filter.replay(),
                filter.correlationIds()));
    }
}
