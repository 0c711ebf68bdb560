package io.caseline.cases.dispatch;

import io.caseline.cases.faults.FaultJudge;
import io.caseline.cases.faults.RetryPolicy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class DispatchConfiguration {

    @Bean
    FaultJudge faultJudge(DispatchSettings settings) {
        return new FaultJudge(new RetryPolicy(settings.busyTries(), settings.busy(), settings.probeEvery()));
    }
}
