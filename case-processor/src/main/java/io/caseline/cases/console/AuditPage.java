package io.caseline.cases.console;

import io.caseline.cases.audit.AuditEntry;
import io.caseline.cases.audit.AuditLog;
import java.util.List;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Who did what, when and why. */
@Controller
class AuditPage {
    private static final int PAGE = 50;

    private final AuditLog audit;

    AuditPage(AuditLog audit) {
        this.audit = audit;
    }

    @GetMapping("/console/audit")
    String audit(@RequestParam(defaultValue = "9223372036854775807") long before, Model model) {
        List<AuditEntry> found = audit.findByIdLessThanOrderByIdDesc(before, Limit.of(PAGE + 1));
        boolean more = found.size() > PAGE;
        List<AuditEntry> shown = more ? found.subList(0, PAGE) : found;
        model.addAttribute("entries", shown);
        model.addAttribute("next", more ? shown.getLast().id() : null);
        model.addAttribute("isFirstPage", before == Long.MAX_VALUE);
        return "console/audit";
    }
}
