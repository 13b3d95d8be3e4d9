<#import "template.ftl" as layout>
<#import "phonelatch-commons.ftl" as page>
<#assign heading = msg("phonelatchSignInTitle")>
<@page.start heading=heading fields=[]/>
<@layout.registrationLayout displayMessage=page.general displayInfo=true; section>
  <#if section == "header">
    ${heading}
  <#elseif section == "show-username">
    <@page.username/>
  <#elseif section == "form">
    <@page.form id="phonelatch-number-form" attributes={"data-zero": msg("phonelatchNumeral", 0)}>
      <@page.reason/>
      <p class="phonelatch-text" id="phonelatch-known"><@page.sentence key="phonelatchCurrentSend" number=phonelatch.number/></p>
      <#if phonelatch.canSend>
        <@page.buttons><@page.button value="send" label="phonelatchSendCode" wait=phonelatch.sendIn/></@page.buttons>
      </#if>
      <p id="phonelatch-status" class="phonelatch-hidden" role="status"></p>
    </@page.form>
  <#elseif section == "info">
    <@page.help/>
  </#if>
</@layout.registrationLayout>
