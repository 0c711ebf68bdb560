package io.caseline.cases.console;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Tellers' cards and accounts' fee plans, as teller-processor knows them. */
@Controller
class TellersPages {
    private final TellersLookup lookup;

    TellersPages(TellersLookup lookup) {
        this.lookup = lookup;
    }

    @GetMapping("/console/tellers")
    String overview(Model model) {
        model.addAttribute("pending", lookup.ask(TellersApi::pendingPlanChanges));
        return "console/tellers";
    }

    @GetMapping("/console/tellers/teller")
    String teller(
            @RequestParam String merchant,
            @RequestParam String teller,
            @RequestParam(required = false) @Nullable String before,
            Model model) {
        model.addAttribute("merchant", merchant.strip());
        model.addAttribute("tellerId", teller.strip());
        model.addAttribute("result", lookup.ask(api -> api.teller(merchant.strip(), teller.strip(), before)));
        model.addAttribute("isFirstPage", before == null);
        return "console/teller";
    }

    @GetMapping("/console/tellers/account")
    String account(@RequestParam UUID id, @RequestParam(required = false) @Nullable String before, Model model) {
        model.addAttribute("id", id);
        model.addAttribute("result", lookup.ask(api -> api.account(id, before)));
        model.addAttribute("isFirstPage", before == null);
        return "console/account";
    }
}
