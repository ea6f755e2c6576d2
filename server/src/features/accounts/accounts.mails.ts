import { PAGES } from '@dispatch/shared/people/person';
import type { NewMail } from '../../platform/mail/mail.ts';

/**
 * The mails of accounts. Addresses in them come from the settings, never from a request, which could be forged.
 *
 * @param publicUrl where people reach the board, without a slash at its end.
 */
export function accountMails(publicUrl: string) {
  const at = (path: string): string => publicUrl + path;
  return {
    reset: (to: string, name: string, token: string, minutes: number): NewMail => ({
      to,
      subject: 'Choose a new password',
      text: `Hello ${name},\n\nsomeone, hopefully you, asked for a new password. Choose one here:\n\n${at(PAGES.reset(token))}\n\nThis works once, for ${minutes} minutes. If it was not you, nothing has changed and there is nothing to do.\n`,
    }),
    passwordChanged: (to: string, name: string): NewMail => ({
      to,
      subject: 'Your password was changed',
      text: `Hello ${name},\n\nyour password was just changed and all other devices were signed out. If it was not you, ask for a new password at once:\n\n${at(PAGES.forgotten)}\n`,
    }),
    invitation: (to: string, name: string, token: string, days: number): NewMail => ({
      to,
      subject: 'You are invited to the dispatch board',
      text: `Hello ${name},\n\nan account has been made for you. Choose a password and begin here:\n\n${at(PAGES.invitation(token))}\n\nThis works once, for ${days} days.\n`,
    }),
    alreadyRegistered: (to: string, name: string): NewMail => ({
      to,
      subject: 'You already have an account',
      text: `Hello ${name},\n\nsomeone, hopefully you, tried to register with this mail address, which already has an account. You can sign in:\n\n${at(PAGES.signIn)}\n\nor, without the password, choose a new one:\n\n${at(PAGES.forgotten)}\n`,
    }),
    waiting: (to: string, name: string, email: string): NewMail => ({
      to,
      subject: `${name} asks for a staff account`,
      text: `${name} (${email}) has registered as staff and waits for your approval:\n\n${at(PAGES.people)}\n\nIf you do not know this person, decline.\n`,
    }),
    approved: (to: string, name: string): NewMail => ({
      to,
      subject: 'Your account is ready',
      text: `Hello ${name},\n\nyour account has been approved. Sign in here:\n\n${at(PAGES.signIn)}\n`,
    }),
    addressChanged: (to: string, name: string): NewMail => ({
      to,
      subject: 'Your mail address was changed',
      text: `Hello ${name},\n\nan administrator has changed the mail address of your account; this one no longer signs you in. If that is not right, speak to your office.\n`,
    }),
  };
}

export type AccountMails = ReturnType<typeof accountMails>;
