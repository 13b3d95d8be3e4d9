<#import "template.ftl" as layout>
<#import "phonelatch-commons.ftl" as page>
<#assign heading = msg("phonelatchCodeTitle")>
<#assign told = {"sms": "phonelatchSentSms", "whatsapp": "phonelatchSentWhatsapp", "voice": "phonelatchSentVoice"}>
<#assign by = {"sms": "phonelatchBySms", "whatsapp": "phonelatchByWhatsapp", "voice": "phonelatchByVoice", "email": "phonelatchByEmail"}>
<#assign failed = messagesPerField.existsError("code")>
<#assign hint = msg((phonelatch.digitsOnly)?then("phonelatchCodeHintDigits", "phonelatchCodeHintCharacters"), phonelatch.codeLength)>
<#if phonelatch.onlyHere!false><#global auth = ""></#if>
<@page.start heading=heading fields=["code"]/>
<@layout.registrationLayout displayMessage=page.general displayInfo=true; section>
  <#if section == "header">
    ${heading}
  <#elseif section == "show-username">
    <@page.username/>
  <#elseif section == "form">
    <@page.form id="phonelatch-code-form" attributes={"data-state": phonelatch.state, "data-zero": msg("phonelatchNumeral", 0)}>
      <#if (phonelatch.reason!"")?has_content><@page.reason/></#if>
      <p class="phonelatch-text" id="phonelatch-sent">
        <#if !phonelatch.number?has_content>${msg("phonelatchAnonymousSent")}
        <#elseif phonelatch.state == "sending"><@page.sentence key="phonelatchSending" number=phonelatch.number/>
        <#elseif phonelatch.state == "unknown"><@page.sentence key="phonelatchUnknown" number=phonelatch.number/>
        <#else><@page.sentence key=(told[phonelatch.channel]!"phonelatchSentOther") number=phonelatch.number/></#if>
      </p>
      <@page.field name="code" label=msg("phonelatchCode") hint=hint; aria>
        <input ${aria} type="text" dir="ltr"<#if phonelatch.digitsOnly> inputmode="numeric"</#if> autocomplete="one-time-code" autocapitalize="off" autocorrect="off" spellcheck="false" required autofocus>
      </@page.field>
      <#if phonelatch.attemptsLeft gte 0 && !failed>
        <p class="phonelatch-text" id="phonelatch-attempts">${msg("phonelatchAttemptsLeft", phonelatch.attemptsLeft)}</p>
      </#if>
      <#-- Not twice: an error says it where the code is typed. -->
      <#if phonelatch.state == "sent" && !(failed && phonelatch.expiresIn == 0)>
        <p class="phonelatch-text" id="phonelatch-expiry" data-seconds="${phonelatch.expiresIn?c}" data-text="${msg("phonelatchExpiresIn", "{0}")}" data-done="${msg("phonelatchExpired")}"><#t>
          ${(phonelatch.expiresIn gt 0)?then(msg("phonelatchExpiresIn", page.duration(phonelatch.expiresIn)), msg("phonelatchExpired"))}<#t>
        </p>
      </#if>
      <#if (phonelatch.rememberDays!0) gt 0>
        <@page.checkbox name="remember_device" label=msg("phonelatchRememberDevice", phonelatch.rememberDays) checked=phonelatch.remember/>
      </#if>
      <@page.buttons>
        <@page.button value="verify" label="phonelatchVerify"/>
        <@page.button value="resend" label="phonelatchResend" type="secondary" skipsFields=true wait=phonelatch.resendIn/>
        <#list phonelatch.channels as channel>
          <@page.button name="channel" value=channel.id label=by[channel.id] type="secondary" skipsFields=true wait=channel.in/>
        </#list>
        <#if phonelatch.canChange>
          <@page.button value="change" label=phonelatch.number?has_content?then("phonelatchUseAnotherNumber", "phonelatchStartAgain") type="link" skipsFields=true/>
        </#if>
      </@page.buttons>
      <p id="phonelatch-status" class="phonelatch-hidden" role="status"></p>
    </@page.form>
  <#elseif section == "info">
    <@page.help/>
  </#if>
</@layout.registrationLayout>
