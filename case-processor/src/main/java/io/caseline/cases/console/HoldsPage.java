package io.caseline.cases.console;

import io.caseline.cases.dispatch.Holds;
import java.security.Principal;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Why calls are held, and the way to try again by hand. */
@Controller
class HoldsPage {
    private final Holds holds;

    HoldsPage(Holds holds) {
        this.holds = holds;
    }

    @GetMapping("/console/holds")
    String holds(Model model) {
        model.addAttribute("org", OrgView.of(holds.org()));
        model.addAttribute("programs", holds.list());
        return "console/holds";
    }

    @PostMapping("/console/holds/release")
    String release(
            @RequestParam String program,
            @RequestParam(required = false) @Nullable String reason,
            Principal user,
            RedirectAttributes after) {
        holds.release(program, Actions.reason(reason), user.getName());
        after.addFlashAttribute(
                "done",
                "Program %s is released. If Salesforce still refuses its cases, it is held again.".formatted(program));
        return "redirect:/console/holds";
    }

    @PostMapping("/console/holds/probe")
    String probe(@RequestParam(required = false) @Nullable String reason, Principal user, RedirectAttributes after) {
        holds.probeOrg(Actions.reason(reason), user.getName());
        after.addFlashAttribute("done", "A probe is sent to Salesforce now. If it passes, all calls go on.");
        return "redirect:/console/holds";
    }
}
